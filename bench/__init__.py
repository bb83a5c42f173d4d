"""Speed and size, measured beside a limit in the same run."""
