"""The brief as a text file: reading one, writing one, and (in load.py) making a draft of one."""
