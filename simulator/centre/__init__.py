"""Who runs this installation, as its papers name it: the centre's name, address and telephone."""
