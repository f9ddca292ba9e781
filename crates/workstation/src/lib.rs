//! workstation
