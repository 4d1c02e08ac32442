"""lines.json: per country the emergency number and checked lines (verifiedOn; en/de note)."""
