"""Attachments: the photos a report names, whether their bytes have arrived, and who may see them."""
