"""The run: from raw files to published tables."""

import os

# Arrow reads it when it is loaded. Its own allocator keeps what it once had (mimalloc, which Parquet is written with,
# 80 MiB in a run over 20,000 plans), for which a run over many plans has no room.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
