"""The studio: companies and exchanges that the centre's trainers write: drafts, published versions, tries."""
