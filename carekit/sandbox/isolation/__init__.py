"""The walls around a learner's process: limits, namespaces, Landlock and seccomp."""
