"""The walls: policy, vault, ledger, release. Five short files that make the product trustworthy."""
