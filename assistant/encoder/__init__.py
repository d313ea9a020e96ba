"""Text to vectors, and statements to what they tell of, by models already on this machine."""

from assistant.encoder.sentences import (
    PACKAGED_NAME,
    PACKAGED_SHA256,
    Encoder,
    EncoderError,
    Vectors,
    load,
)
from assistant.encoder.tuned import FILE, Tuned, load_tuned

__all__ = [
    "FILE",
    "PACKAGED_NAME",
    "PACKAGED_SHA256",
    "Encoder",
    "EncoderError",
    "Tuned",
    "Vectors",
    "load",
    "load_tuned",
]
