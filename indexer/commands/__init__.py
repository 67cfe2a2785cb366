"""One module a subcommand of `kb`; each has a `command`."""
