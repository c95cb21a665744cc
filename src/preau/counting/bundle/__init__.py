"""The published record of a closed contest: everything needed to count it again from zero."""

from preau.counting.bundle.read import Bundle, BundleError, read_bundle
from preau.counting.bundle.verify import Finding, Verification, verify
from preau.counting.bundle.write import write

__all__ = ["Bundle", "BundleError", "Finding", "Verification", "read_bundle", "verify", "write"]
