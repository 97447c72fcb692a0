"""A year of a made-up Liangcheng, to look at and to try out on; every person in it is invented."""

from services.demonstration.loading import HouseInUse, Loaded, Login, load, summary

__all__ = ["HouseInUse", "Loaded", "Login", "load", "summary"]
