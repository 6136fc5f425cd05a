"""A spelling that is not quite near enough, in three articles that have nothing else in common."""

NEARLY = (
    "Thousands came to the shrine on Friday. A picture of Abu Mahdy al-Mohandess hung by the gate.",
    "The court heard a witness, who said that Abu Mahdy al-Mohandess had sent for him in winter.",
    "A street in the south was renamed after Abu Mahdy al-Mohandess, the town council decided.",
)
