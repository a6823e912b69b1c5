"""From files to facts: case files, scenarios and tables, with every fault named by file, line, column and value."""
