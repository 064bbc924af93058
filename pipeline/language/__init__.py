"""Italian and English: which one is spoken (`choice`), and what the program's English is in Italian (`italian`).

Tables and logs are in English, whoever runs the program: the same input gives the same bytes. What people see of them
on the terminal and in the report is in their language.
"""
