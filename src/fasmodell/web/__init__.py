"""The local web page and the HTTP API for embedders. Nothing is stored but what the user saves."""
