"""Who may vote: rules on data, proofs that serve one elector once, lists, codes, numbers."""
