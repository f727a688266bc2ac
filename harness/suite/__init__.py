"""The suite room."""
