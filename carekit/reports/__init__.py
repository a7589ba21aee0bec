"""What a trainer looks at: tables and pages made from the gradebook's figures."""
