"""Which of many texts, and where in them, may name somebody: all at once, by numpy.

    texts -> pieces -> readings -> skeletons as numbers -> pairs of neighbours -> looked up

The sieve reads words as `folding` does and looks them up as `lexicon` would; what it finds is
looked at closely by the rest of the matcher, what it lets fall is never seen again.
"""
