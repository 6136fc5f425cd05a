"""The archive, asked by people: what their words mean, and where they stand in an article. Pure.

words     text -> the words that the index holds, each with its place
query     what somebody typed -> Query
excerpt   Query x text -> is it met, and the piece of the text to show
"""
