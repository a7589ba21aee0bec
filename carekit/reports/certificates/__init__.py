"""Certificates: what a course asks for, what a learner has shown, and the page that says so.

Nothing is printed that was not earned. What may be earned is course data
(``course_data/certificates.yml``); this room reads it, looks at the evidence, and keeps a register.
"""
