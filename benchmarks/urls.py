"""The whole site, and the stock admin beside it."""

from benchmarks import stock
from newsroom.urls import handler404, urlpatterns

__all__ = ["handler404", "urlpatterns"]

urlpatterns = [*stock.urlpatterns, *urlpatterns]
