"""Changes of units: plans that are looked at before they take effect, and are then applied in one act."""
