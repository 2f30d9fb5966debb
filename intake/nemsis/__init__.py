"""Patient care records in NEMSIS v3.5 XML (EMSDataSet), read as a stream, one report at a time."""

from intake.nemsis.reader import read

__all__ = ["read"]
