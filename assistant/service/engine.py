"""The slow part of the service: encoder, trained head and index, loaded together and used as one.

Reading, searching and answering of texts need it; levels, stages and questions do not.
"""




KEPT = 2048
"""Vectors and readings kept in memory, by a hash of the text; the text itself is not kept."""
