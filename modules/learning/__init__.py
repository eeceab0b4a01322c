"""What the learners share: encoding features, fitting, predicting, measuring. Not a category of the palette."""
