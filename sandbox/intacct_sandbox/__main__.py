"""python -m intacct_sandbox"""

from intacct_sandbox.command import main

if __name__ == "__main__":
    main()
