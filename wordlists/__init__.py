"""General lists of the words of a language, which other people made; what tells words of plans apart asks them.

In: a language. Out: words with their basic forms. Public: `wordlists.base_forms.load_list`.
"""
