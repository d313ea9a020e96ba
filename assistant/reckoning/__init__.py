"""What a profile decides, as numbers and bit masks: bounds, boards, proofs, smallest covers."""
