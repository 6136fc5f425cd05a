"""The archive, gone through again: by an edited list beside the current one, and for new names.

imprinting   every article leaves an imprint          -> what can be passed over is
trawl        both lists over what may differ          -> differences, article by article
comparing    one run of `tocsin backtest`             -> Sighted, saved on the way
report       what an edit catches, loses, collides    -> Report; shown by `page` and the command
hunt         what a new name would have raised lately -> quiet matches and one digest
"""
