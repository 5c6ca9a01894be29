"""What holds companies back, each reason tied to one hypothesis."""
