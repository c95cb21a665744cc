"""The vote of the booth's own tests, seen from the polling place."""

from preau.voting.tests.conftest import draft_vote, lasting_vote, vote

__all__ = ["draft_vote", "lasting_vote", "vote"]
