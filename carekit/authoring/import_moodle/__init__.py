"""Questions of Moodle, as XML or GIFT, become a bank in the form in which authors write banks."""
