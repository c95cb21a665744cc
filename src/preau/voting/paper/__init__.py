"""Paper as a channel equal to the others: printed, entered twice, sealed by two, counted alike."""
