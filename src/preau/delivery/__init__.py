"""On proposals: what becomes of winners, from the study to the opening day."""
