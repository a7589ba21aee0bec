"""Feedback pages: what a learner gets back, by carekit's and by nbgrader's own command."""
