"""Dask's dashboard of a cluster on this machine, loaded when somebody looks at it.

What draws it takes half a second and 35 MiB, which a run that nobody looks at has better use for.
"""

from __future__ import annotations

from typing import Any, cast

from tornado.web import Application


class LateDashboard(Application):
    """Stands for the dashboard on the web server of a scheduler until a page is asked for that this has not."""

    def __init__(self, scheduler: Any) -> None:
        """`scheduler` is Dask's, and has begun without a dashboard."""
        super().__init__()
        self._scheduler = scheduler
        scheduler.http_application.add_application(self)

    def find_handler(self, request: Any, **how: Any) -> Any:
        """What answers a request: the dashboard, which takes the place of this."""
        import distributed.dashboard.scheduler as dashboard  # noqa: PLC0415 - see above

        pages = self._scheduler.http_application
        pages.applications.remove(self)
        cast("Any", dashboard).connect(pages, self._scheduler.http_server, self._scheduler)
        return pages.find_handler(request, **how)
