"""From an exchange to signals: what was read in it, family by family, and how signals become a finding."""
