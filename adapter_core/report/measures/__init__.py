"""Measures as a table, CSV, JSON and one HTML page: the same sections, whatever they look like."""
