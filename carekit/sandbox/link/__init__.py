"""The link between judge and learner: values cross as data, functions and objects as proxies."""
