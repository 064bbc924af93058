"""The command line. Public: `pipeline.cli.app.main`."""
