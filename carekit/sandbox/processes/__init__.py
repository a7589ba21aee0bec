"""The processes of the sealed worker: fork server and client, learner, judge."""
