"""The roads on which words leave the office: push services, mail, gateways."""
