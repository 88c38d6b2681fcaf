# price
