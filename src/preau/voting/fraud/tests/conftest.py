"""The vote of the booth's own tests."""

from preau.voting.tests.conftest import draft_vote, vote

__all__ = ["draft_vote", "vote"]
