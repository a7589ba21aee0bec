"""The sealed worker: learner code and check code in two processes that share only data."""
