"""What a learner leaves behind and comes back to: the event log, answers, exams and reviews."""
