"""A bank or an exam as Moodle XML, by the rules that Moodle 4.5 scores it with."""
